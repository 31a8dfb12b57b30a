"""What the workbook tells the officer who edits it: the first sheet, and a word beside each line of the cover."""

GUIDE_LINES = (
    "Cách sửa bộ tiêu chí trong bảng tính này",
    "",
    "1. Chỉ sửa các ô trong bảng; không đổi tên trang tính và tên cột. Dòng trống được bỏ qua. "
    "Cột ghi «để đối chiếu» và hai trang «Hướng dẫn», «Danh mục» không được đọc.",
    "2. Trang «Trang bìa»: mỗi dòng một thông tin chung. Điều không biết thì để trống, hoặc ghi ở «Điều chưa rõ».",
    "3. Trang «Tiêu chí»: mỗi dòng một lĩnh vực, tiêu chí hoặc mục chấm điểm, theo thứ tự in trong văn bản. "
    "Cấp 1 là lĩnh vực; dòng cấp 2 thuộc lĩnh vực ở ngay phía trên; cứ thế cho các cấp sau. "
    "Chỉ mục chấm điểm mới có cách chấm.",
    "4. Trang «Cách chấm»: các dòng của cùng một mục mang cùng mã. "
    "Cột «Dòng» cho biết dòng đó là mức, ý, khoảng hay thông số.",
    "5. Mục chấm tùy theo mục khác: đánh số từng trường hợp (1, 2, …) ở cột «Trường hợp», "
    "trường hợp sau cùng ghi «còn lại»; mỗi trường hợp có dòng «chấm theo cách».",
    "6. Tỷ lệ ghi kèm dấu phần trăm, ví dụ 85%. Điểm ghi bằng chữ số. Điểm trừ ghi không có dấu trừ.",
    "7. Ô nhiều nội dung (mã ở bản trước, điều chưa rõ, nhóm được hỏi): mỗi nội dung một dòng trong ô (Alt+Enter).",
    "8. Ô có danh sách chọn: chọn một từ trong danh sách; các từ đó có ở trang «Danh mục».",
    "9. Công thức không được tính lại khi đọc: chỉ giá trị đang hiện trong ô được lấy.",
    "10. Không có điều tra xã hội học thì không có trang «Khảo sát»; muốn thêm thì lập trang có các cột: "
    "Dòng, Bộ phương án, Mã, Nội dung, Trọng số, Nhóm được hỏi.",
    "11. Bộ tiêu chí đã ban hành không sửa; muốn sửa thì lập bản mới, ghi mã của bản cũ ở «Thay thế bộ tiêu chí».",
)

ABOUT = {
    "edition": "tên ngắn, không dấu, dùng làm tên thư mục",
    "illustrative": "«có» khi đây là bản minh họa, không phải văn bản đã ban hành",
    "decision.date": "năm-tháng-ngày, ví dụ 2017-12-28; để trống khi không biết",
    "scale": "tổng điểm tối đa của các mục điểm chuẩn (và điểm thưởng nếu nằm trong thang điểm)",
    "index": "tỷ lệ phần trăm trên điểm có thể đạt, hay số điểm trên thang điểm",
    "decimals": "số chữ số sau dấu phẩy của kết quả in ra",
    "ties": "1-2-2-4: hai đơn vị đồng hạng nhì thì không có hạng ba; 1-2-2-3: vẫn có hạng ba",
    "not_applicable": "điểm của mục không áp dụng được trừ khỏi điểm tối đa như thế nào",
    "source": "nơi lấy nội dung bộ tiêu chí",
    "replaces": "mã của bộ tiêu chí trước; cột «Mã ở bản trước» nói về bản đó",
    "unknown": "điều văn bản để ngỏ hoặc chưa tìm được, mỗi điều một dòng trong ô",
}
